"""Libraries of others in a notebook, used as their own notebooks use them: magics bring them from Maven Central."""
import os

import pytest
from kernel_session import Session

PNG = "iVBOR"  # what every one starts with, in base 64


@pytest.fixture(scope="module")
def cells(kernel):
    """Runs cells and returns the result of the last; none may fail."""
    def run(*codes):
        for code in codes:
            result = kernel.run(code, timeout=60)
            assert result.status == "ok", result.traceback
        return result

    return run


def picture(result):
    return result.of_type("execute_result")[0]["data"]["image/png"]


def test_charts_of_xchart_as_other_libraries_make_them(cells):
    result = cells("""import org.knowm.xchart.*; import org.knowm.xchart.style.*;
        CategoryChart bars = new CategoryChartBuilder().width(600).height(300).title("Scores").xAxisTitle("who").yAxisTitle("points").build();
        bars.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        bars.addSeries("test", Arrays.asList("a", "b", "c"), Arrays.asList(4, 5, 9));
        PieChart pie = new PieChartBuilder().width(300).height(300).title("Parts").build();
        pie.addSeries("one", 1); pie.addSeries("two", 2);
        display(bars);
        pie""")
    assert result.of_type("display_data")[0]["data"]["image/png"].startswith(PNG)
    assert picture(result).startswith(PNG)


def test_a_library_that_the_kernel_has_may_be_asked_for_in_another_version(cells):
    """Notebooks ask for the XChart of their time; what cells go on to use is said."""
    fragment = "<dependency><groupId>org.knowm.xchart</groupId><artifactId>xchart</artifactId><version>3.5.2</version></dependency>"
    assert "which the kernel itself has, instead of version 3.5.2" in cells(f"%%loadFromPOM\n{fragment}").stream("stderr")
    line = cells("%maven org.knowm.xchart:xchart:3.5.2\nimport org.knowm.xchart.*;",
                 'XYChart line = QuickChart.getChart("falling", "t", "v", "v(t)", new double[] {0, 1, 2}, new double[] {9, 3, 1});',
                 "BitmapEncoder.getBufferedImage(line)")
    assert picture(line).startswith(PNG)


def test_rapaio(cells):
    """Its notebooks also import what this kernel has imported anyway."""
    result = cells("%dependency /add io.github.padreati:rapaio-lib:8.1.0\n%dependency /resolve",
                   """import java.util.*;
                   import java.util.function.*;
                   import rapaio.core.stat.*;
                   import rapaio.data.*;""",
                   """VarDouble heights = VarDouble.wrap(1.5, 1.6, 1.6, 1.7, 1.9).name("height");
                   Function<Var, Double> mean = values -> Mean.of(values).value();""",
                   "mean.apply(heights)")
    assert float(result.text) == pytest.approx(1.66)


def test_cells_see_the_vector_module_where_the_jvm_was_started_with_it():
    """Rapaio's plots and tensors need it."""
    vectors = Session(env={**os.environ, "JDK_JAVA_OPTIONS": "--add-modules=jdk.incubator.vector"})
    try:
        result = vectors.run("jdk.incubator.vector.FloatVector.broadcast(jdk.incubator.vector.FloatVector.SPECIES_128, 2f).mul(3f)")
        assert (result.status, result.text) == ("ok", "[6.0, 6.0, 6.0, 6.0]"), result.traceback
        assert result.stream("stderr") == ""
    finally:
        vectors.close()


def test_tribuo_clusters_and_xchart_draws(cells):
    result = cells("%maven org.tribuo:tribuo-clustering-kmeans:4.3.0",
                   """import org.tribuo.*;
                   import org.tribuo.clustering.example.GaussianClusterDataSource;
                   import org.tribuo.clustering.kmeans.KMeansTrainer;
                   import org.tribuo.math.distance.DistanceType;
                   import org.knowm.xchart.*;""",
                   """var points = new MutableDataset<>(new GaussianClusterDataSource(200, 7L));
                   var means = new KMeansTrainer(3, 20, DistanceType.L2.getDistance(), 1, 5).train(points).getCentroids();""",
                   "means.size()")
    assert result.text == "3"
    chart = cells("""XYChart found = new XYChartBuilder().width(300).height(200).title("centroids").build();
        for (var mean : means) {
            var place = new ArrayList<Double>();
            mean.forEach(feature -> place.add(feature.getValue()));
            found.addSeries("at " + place, new double[] {place.get(0)}, new double[] {place.get(1)});
        }""", "found")
    assert picture(chart).startswith(PNG)


def test_djl_is_used_and_trained_as_in_its_own_notebooks(fresh_kernel):
    """Its names (`Linear`, `Trainer`, `Shape`) are those that the notebook imports, whatever this library calls the same."""
    cells = ["""// DJL comes with this kernel
        import ai.djl.*; import ai.djl.engine.*; import ai.djl.ndarray.*; import ai.djl.ndarray.types.*; import ai.djl.nn.*;
        import ai.djl.nn.core.*; import ai.djl.training.*; import ai.djl.training.dataset.*; import ai.djl.training.loss.*;
        import ai.djl.training.optimizer.*; import ai.djl.training.tracker.*;
        NDManager manager = NDManager.newBaseManager();""",
        """NDArray features = manager.randomNormal(new Shape(200, 2));
        NDArray labels = features.matMul(manager.create(new float[] {2, -3.4f}, new Shape(2, 1))).add(4.2f);
        var data = new ArrayDataset.Builder().setData(features).optLabels(labels).setSampling(20, true).build();""",
        """Model model = Model.newInstance("line");
        model.setBlock(new SequentialBlock().add(Linear.builder().setUnits(1).build()));
        var config = new DefaultTrainingConfig(Loss.l2Loss()).optOptimizer(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build());
        Trainer trainer = model.newTrainer(config);
        trainer.initialize(new Shape(20, 2));""",
        """for (int epoch = 0; epoch < 20; epoch++) {
            for (Batch batch : trainer.iterateDataset(data)) {
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
                batch.close();
            }
        }
        Math.abs(model.getBlock().getParameters().valueAt(1).getArray().toFloatArray()[0] - 4.2f) < 0.05"""]
    for cell in cells:
        result = fresh_kernel.run(cell, timeout=60)
        assert result.status == "ok", result.traceback
    assert result.text == "true"
