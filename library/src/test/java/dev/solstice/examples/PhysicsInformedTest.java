package dev.solstice.examples;

import static dev.solstice.filter.FilterVmap.filterVmap;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.numpy.Creation;
import dev.solstice.optim.Optim;
import dev.solstice.optim.Schedule;
import dev.solstice.random.Key;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Grad;
import org.junit.jupiter.api.Test;

/// A physics-informed network, as users of Equinox write them: `u'' = -sin(x)` between `-π` and `π`, and 0 at both ends. Derivatives by
/// the input inside of a loss that is differentiated by the weights. The solution is the sine.
class PhysicsInformedTest {
    private static final Array POINTS = Creation.linspace(-Math.PI, Math.PI, 64);
    private static final Array ENDS = Array.of((float) -Math.PI, (float) Math.PI);

    private static Array residual(MLP model, Array x) {
        Fn1<Array, Array> u = model::apply;
        return Grad.grad(Grad.grad(u)).apply(x).add(Lax.sin(x));
    }

    private static Array loss(MLP model, Array points) {
        var inside = filterVmap(PhysicsInformedTest::residual, null, 0).apply(model, points);
        return Lax.square(inside).mean().add(Lax.square(model.applyBatch(ENDS)).mean());
    }

    @Test
    void theEquationIsSolved() {
        var model = MLP.of(Linear.SCALAR, Linear.SCALAR, 24, 2, Key.of(0)).withActivation(Activation.TANH);
        var optim = Optim.adam(Schedule.cosineDecay(1e-2, 1500));
        var step = Training.step(optim, PhysicsInformedTest::loss);
        var now = new Training.Step<>(model, optim.init(model), null);
        for (int i = 0; i < 1500; i++) now = step.apply(now.model(), now.state(), POINTS);
        double error = Lax.abs(now.model().applyBatch(POINTS).sub(Lax.sin(POINTS))).max().item();
        assertTrue(error < 0.02, "largest error " + error);
    }
}
