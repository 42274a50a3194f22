"""Cells as notebooks for IJava and JJava have them, unchanged: the statics, the imports and the magics of those kernels."""
import pytest


def test_hello_world_as_in_ijavas_own_notebook(kernel):
    result = kernel.run('System.out.println("Hello stdout!");\nSystem.err.println("Hello stderr!");\n\n"Hello Out!";')
    assert (result.stream(), result.stream("stderr"), result.text) == ("Hello stdout!\n", "Hello stderr!\n", "Hello Out!")


def test_a_chart_of_xchart_with_the_kernels_magics(fresh_kernel, tmp_path):
    """IJava's notebook about third-party libraries, with a folder where it has Maven Central."""
    added = fresh_kernel.run(f"List<String> added = %jars {tmp_path}/*.jar\nadded")
    assert added.text == "[]"
    assert fresh_kernel.run("import org.knowm.xchart.*;").status == "ok"
    fresh_kernel.run("""double[] xData = new double[] { 0.0, 1.0, 2.0 };
        double[] yData = new double[] { 2.0, 1.0, 0.0 };

        XYChart chart = QuickChart.getChart("Sample Chart", "X", "Y", "y(x)", xData, yData);""")
    image = fresh_kernel.run("BitmapEncoder.getBufferedImage(chart);").of_type("execute_result")[0]["data"]
    assert image["image/png"].startswith("iVBOR")
    chart = fresh_kernel.run("chart").of_type("execute_result")[0]["data"]
    assert chart["image/png"].startswith("iVBOR")


def test_charts_of_xchart_as_other_libraries_make_them(kernel):
    result = kernel.run("""import org.knowm.xchart.*; import org.knowm.xchart.style.*;
        CategoryChart bars = new CategoryChartBuilder().width(600).height(300).title("Scores").xAxisTitle("who").yAxisTitle("points").build();
        bars.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        bars.addSeries("test", Arrays.asList("a", "b", "c"), Arrays.asList(4, 5, 9));
        PieChart pie = new PieChartBuilder().width(300).height(300).title("Parts").build();
        pie.addSeries("one", 1); pie.addSeries("two", 2);
        display(bars);
        pie""")
    assert result.status == "ok", result.traceback
    assert result.of_type("display_data")[0]["data"]["image/png"].startswith("iVBOR")
    assert result.of_type("execute_result")[0]["data"]["image/png"].startswith("iVBOR")


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


def test_a_renderer_is_registered_through_ijavas_own_class(kernel):
    result = kernel.run("""import io.github.spencerpark.ijava.IJava;
        record Celsius(double degrees) {}
        IJava.getKernelInstance().getRenderer().createRegistration(Celsius.class)
            .preferring(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML)
            .register((value, ctx) -> ctx.renderIfRequested(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML,
                () -> "<b>" + value.degrees() + " °C</b>"));
        new Celsius(21)""")
    assert result.status == "ok", result.traceback
    assert result.of_type("execute_result")[0]["data"]["text/html"] == "<b>21.0 °C</b>"


@pytest.mark.parametrize("code, text", [
    ('new URI("http://localhost/a").getPath()', "/a"),
    ('Pattern.compile("b+").matcher("abbc").replaceAll("-")', "a-c"),
    ('Preferences.class.getSimpleName()', "Preferences"),
    ('new BigDecimal("1.10").add(BigDecimal.ONE)', "2.10"),
    ('LocalDate.of(2020, 2, 29).plusYears(1)', "2021-02-28"),
    ('eval("1 + 2")', "3"),
    ('render("x").getData(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN)', "x"),
    ('lineMagic("jars", List.of("/nowhere/*.jar"))', "[]"),
])
def test_what_ijava_and_jjava_import_is_imported(kernel, code, text):
    result = kernel.run(code)
    assert (result.status, result.text) == ("ok", text), result.traceback


@pytest.mark.parametrize("arguments", ['"*now*", "text/markdown"', '"text/markdown", "*now*"'])
def test_the_type_of_a_text_may_come_first_as_in_rapaios_kernel(kernel, arguments):
    result = kernel.run(f'String shown = display("before"); updateDisplay(shown, {arguments}); display({arguments});')
    assert result.of_type("update_display_data")[0]["data"]["text/markdown"] == "*now*", result.traceback
    assert result.of_type("display_data")[1]["data"]["text/markdown"] == "*now*"


def test_displays_are_updated_by_id(kernel):
    result = kernel.run('String id = display("before"); updateDisplay(id, "after"); printf("%d%n", 3);')
    assert result.of_type("display_data")[0]["data"]["text/plain"] == "before"
    assert result.of_type("update_display_data")[0]["data"]["text/plain"] == "after"
    assert result.stream() == "3\n"
