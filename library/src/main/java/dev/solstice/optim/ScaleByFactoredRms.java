package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The gradient over its root mean square, of which only the means over rows and columns are kept for large parameters: the
/// core of Adafactor.
///
/// Source: `optax.scale_by_factored_rms`; N. Shazeer, M. Stern, arXiv 1804.04235.
///
/// @param decay power of the step by which the mean square decays
/// @param smallestFactored parameters whose two longest axes are at least so long are kept as rows and columns; `Integer.MAX_VALUE` for none
/// @param eps added to each square
/// @param offset steps that are not counted, at the beginning of fine-tuning for example
public record ScaleByFactoredRms(double decay, int smallestFactored, double eps, int offset) implements Optim {
    private static final Array NONE = Array.of(0f);

    /// @param count steps done, int32 `[]`
    /// @param rows means over the longest axis, `[1]` for parameters kept whole; with the model's structure
    /// @param columns means over the second longest axis, likewise
    /// @param whole means of each element, `[1]` for parameters kept as rows and columns
    public record State(Array count, Object rows, Object columns, Object whole) implements OptState {}

    public ScaleByFactoredRms(double decay, int smallestFactored, double eps) {
        this(decay, smallestFactored, eps, 0);
    }

    /// The settings of optax's `adafactor`.
    public static ScaleByFactoredRms of() {
        return new ScaleByFactoredRms(0.8, 128, 1e-30);
    }

    /// The two axes that means are taken over: the second longest and the longest.
    private record Axes(int second, int longest) {}

    private Axes factored(Shape shape) {
        if (shape.rank() < 2) return null;
        var byLength = IntStream.range(0, shape.rank()).boxed().sorted(Comparator.comparingInt(shape::dim)).toList();
        int second = byLength.get(shape.rank() - 2);
        return shape.dim(second) < smallestFactored ? null : new Axes(second, byLength.getLast());
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(),
                Parameters.init(model, p -> factored(p.shape()) instanceof Axes axes ? zeros(p.shape().remove(axes.longest), p) : none(p)),
                Parameters.init(model, p -> factored(p.shape()) instanceof Axes axes ? zeros(p.shape().remove(axes.second), p) : none(p)),
                Parameters.init(model, p -> factored(p.shape()) instanceof Axes ? none(p) : zeros(p.shape(), p)));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var keep = Lax.pow(before.count().sub(offset).astype(DType.FLOAT32).add(1), Array.scalar((float) -decay)).neg().add(1);
        M rows = Parameters.advance(model, x -> factored(x[1].shape()) instanceof Axes axes
                ? mean(keep, x[0], square(x[1]).mean(axes.longest)) : x[0], before.rows(), gradient);
        M columns = Parameters.advance(model, x -> factored(x[1].shape()) instanceof Axes axes
                ? mean(keep, x[0], square(x[1]).mean(axes.second)) : x[0], before.columns(), gradient);
        M whole = Parameters.advance(model, x -> factored(x[1].shape()) == null ? mean(keep, x[0], square(x[1])) : x[0], before.whole(), gradient);
        M updates = Parameters.map(model, x -> direction(x[0], x[1], x[2], x[3]), gradient, rows, columns, whole);
        return new Update<>(updates, new State(Counter.next(before.count()), rows, columns, whole));
    }

    private Array square(Array x) {
        return Moments.squaredSize(x).add(eps);
    }

    private static Array mean(Array keep, Array mean, Array value) {
        var share = keep.astype(value.dtype());
        return mean.mul(share).add(value.mul(share.neg().add(1)));
    }

    private Array direction(Array gradient, Array rows, Array columns, Array whole) {
        if (!(factored(gradient.shape()) instanceof Axes axes)) return gradient.mul(Lax.rsqrt(whole));
        int inRows = axes.second > axes.longest ? axes.second - 1 : axes.second;
        var byRow = Lax.rsqrt(rows.div(rows.mean(inRows).expandDims(inRows)));
        return gradient.mul(byRow.expandDims(axes.longest)).mul(Lax.rsqrt(columns).expandDims(axes.second));
    }

    private static Array zeros(Shape shape, Array like) {
        return Array.full(shape, like.dtype().real(), 0);
    }

    private static Array none(Array like) {
        return NONE.astype(like.dtype().real());
    }
}
