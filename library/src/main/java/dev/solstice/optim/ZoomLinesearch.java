package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.ValueAndGrad;

/// Scales the update to where the loss is enough smaller and its slope enough flatter (the strong Wolfe conditions): first
/// an interval is found that holds such a place, then it is made smaller by interpolation. Needs an [Objective].
///
/// Source: `optax.scale_by_zoom_linesearch`; J. Nocedal, S. J. Wright, Numerical Optimization, algorithms 3.5 and 3.6.
///
/// @param maxSteps evaluations of the loss at most
/// @param increase factor between the tries of the first part
/// @param slopeShare of the decrease that the slope promises which is enough
/// @param curvatureShare of the first slope that is flat enough
/// @param approximate share of the loss below which its differences are taken from slopes
/// @param precision shortest interval
/// @param keep whether the search begins with the learning rate of the last step, not with 1
public record ZoomLinesearch(int maxSteps, double increase, double slopeShare, double curvatureShare, double approximate, double precision, boolean keep)
        implements LossAware {
    /// @param learningRate of the last step, float32 `[]`
    /// @param value of the loss after it, float32 `[]`; infinite before the first
    /// @param gradient of the loss after it, with the model's structure
    /// @param count evaluations in the last step, int32 `[]`
    public record State(Array learningRate, Array value, Object gradient, Array count) implements OptState {
        /// What is known here, if it is finite, else what `compute` says.
        <M> ValueAndGrad<Array, M> orElse(Fn1<M, ValueAndGrad<Array, M>> compute, M model) {
            @SuppressWarnings("unchecked") // the gradient of a model's loss
            var known = new ValueAndGrad<>(value, (M) gradient);
            return ControlFlow.cond(Lax.isFinite(value), (M _) -> known, at -> {
                var fresh = compute.apply(at);
                M gradient = Parameters.map(at, x -> x[0].astype(x[1].dtype()), fresh.grad(), known.grad());
                return new ValueAndGrad<>(fresh.value().astype(value.dtype()), Parameters.orElse(at, gradient, Parameters.zeros(at)));
            }, model);
        }
    }

    /// The settings of optax's `lbfgs`.
    public static ZoomLinesearch of(int maxSteps) {
        return new ZoomLinesearch(maxSteps, 2, 1e-4, 0.9, 1e-6, 1e-5, false);
    }

    /// A place on the line with its loss and slope.
    private record Place(Array rate, Array value, Array slope) {
        static Place choose(Array condition, Place yes, Place no) {
            return new Place(Lax.select(condition, yes.rate, no.rate), Lax.select(condition, yes.value, no.value),
                    Lax.select(condition, yes.slope, no.slope));
        }
    }

    /// @param last place tried
    /// @param low end of the interval with the smaller loss
    /// @param high the other end
    /// @param third place, for the cubic interpolation
    /// @param safe the best place with enough decrease; at 0 if there is none
    /// @param gradient at the last place
    /// @param safeGradient at the safe one
    private record Search<M>(Array count, Place last, Array decreaseError, Array found, Array done, Array failed,
            Place low, Place high, Place third, Place safe, M gradient, M safeGradient) {}

    /// A place and the gradient there.
    private record Tried<M>(Place place, M gradient) {}

    @Override
    public OptState init(Object model) {
        return new State(Array.scalar(1f), Array.scalar(Float.POSITIVE_INFINITY), Parameters.zeros(model), Counter.zero());
    }

    @Override
    public <M> Update<M> update(M updates, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state);
        var line = new Line<>(Objective.require(this, objective).loss(), model, updates);
        var zero = Array.scalar(0f);
        var first = at(line, zero);
        var start = new Place(zero, objective.value().astype(zero.dtype()), first.place().slope());
        var guess = keep ? before.learningRate() : Array.scalar(1f);
        var no = Array.scalar(false);
        var found = ControlFlow.whileLoop(
                (Search<M> s) -> Lax.not(Lax.bitwiseOr(s.done(), s.failed())),
                s -> ControlFlow.cond(s.found(), (Search<M> in) -> zoom(in, line, start), in -> search(in, line, start, guess), s),
                new Search<>(Counter.zero(), start, Array.scalar(Float.POSITIVE_INFINITY), no, no, no, start, start, start, start,
                        first.gradient(), first.gradient()));
        // Where nothing satisfied both conditions, what decreased the loss enough will do; where the loss is not finite, nothing.
        var useSafe = Lax.bitwiseAnd(found.failed(), Lax.bitwiseOr(found.safe().rate().gt(0), found.decreaseError().eq(Double.POSITIVE_INFINITY)));
        var end = Place.choose(useSafe, found.safe(), found.last());
        var gradient = choose(useSafe, found.safeGradient(), found.gradient());
        return new Update<>(line.step(end.rate()), new State(end.rate(), end.value(), gradient, found.count()));
    }

    /// A gradient that has no holes but where the model has: parameters by which there is none count as 0.
    private static <M> Tried<M> at(Line<M> line, Array rate) {
        var point = line.at(rate);
        M gradient = Parameters.orElse(line.model(), point.gradient(), Parameters.zeros(line.model()));
        return new Tried<>(new Place(rate, point.value().astype(rate.dtype()), point.slope().astype(rate.dtype())), gradient);
    }

    private static <M> M choose(Array condition, M yes, M no) {
        return Parameters.map(yes, x -> Lax.select(condition.broadcastTo(x[0].shape()), x[0], x[1]), yes, no);
    }

    private Array decreaseError(Place place, Place start) {
        var exact = place.value.sub(start.value).sub(place.rate.mul(start.slope).mul(slopeShare));
        var bySlope = place.slope.sub(start.slope.mul(2 * slopeShare - 1));
        var close = place.value.sub(start.value).sub(Lax.abs(start.value).mul(approximate));
        return Line.error(Lax.min(Lax.max(bySlope, close), exact));
    }

    private Array curvatureError(Place place, Place start) {
        return Line.error(Lax.abs(place.slope).sub(Lax.abs(start.slope).mul(curvatureShare)));
    }

    private <M> Search<M> search(Search<M> s, Line<M> line, Place start, Array guess) {
        var isFirst = s.count.eq(0);
        var at = at(line, Lax.select(isFirst, guess, s.last.rate.mul(increase)));
        var tried = at.place();
        var decreaseError = decreaseError(tried, start);
        var error = Lax.max(decreaseError, curvatureError(tried, start));
        var isSafe = decreaseError.le(0);
        var safe = Place.choose(isSafe, tried, s.safe);
        var isHigh = Lax.bitwiseOr(decreaseError.gt(0), Lax.bitwiseAnd(tried.value.ge(s.last.value), Lax.not(isFirst)));
        var isLow = Lax.bitwiseAnd(tried.slope.ge(0), Lax.not(isHigh));
        var low = Place.choose(isLow, tried, s.last);
        var high = Place.choose(isLow, s.last, tried);
        var done = error.le(0);
        var count = s.count.add(1);
        var found = Lax.bitwiseOr(Lax.bitwiseOr(isHigh, isLow), done);
        return new Search<>(count, tried, decreaseError, found, done, Lax.bitwiseAnd(count.ge(maxSteps), Lax.not(done)), low, high, low, safe,
                at.gradient(), choose(isSafe, at.gradient(), s.safeGradient));
    }

    private <M> Search<M> zoom(Search<M> s, Line<M> line, Place start) {
        var length = Lax.abs(s.high.rate.sub(s.low.rate));
        var left = Lax.min(s.high.rate, s.low.rate);
        var right = Lax.max(s.high.rate, s.low.rate);
        var cubic = cubicMinimum(s.low, s.high, s.third);
        var quadratic = quadraticMinimum(s.low, s.high);
        var useCubic = inside(cubic, left, right, length.mul(0.2));
        var useQuadratic = inside(quadratic, left, right, length.mul(0.1));
        var at = at(line, Lax.select(useCubic, cubic, Lax.select(useQuadratic, quadratic, s.low.rate.add(s.high.rate).div(2))));
        var middle = at.place();
        var decreaseError = decreaseError(middle, start);
        var done = Lax.max(decreaseError, curvatureError(middle, start)).le(0);
        var isSafe = Lax.bitwiseAnd(decreaseError.le(0), middle.value.lt(s.safe.value));
        var safe = Place.choose(isSafe, middle, s.safe);
        var isHigh = Lax.bitwiseOr(decreaseError.gt(0), middle.value.ge(s.low.value));
        var turns = Lax.bitwiseAnd(middle.slope.mul(s.high.rate.sub(s.low.rate)).ge(0), Lax.not(isHigh));
        var high = Place.choose(turns, s.low, Place.choose(isHigh, middle, s.high));
        var low = Place.choose(isHigh, s.low, middle);
        var third = Place.choose(Lax.bitwiseOr(isHigh, turns), s.high, s.low);
        var count = s.count.add(1);
        var tooShort = Lax.bitwiseAnd(length.le(precision), safe.rate.gt(0));
        var failed = Lax.bitwiseAnd(Lax.bitwiseOr(count.ge(maxSteps), tooShort), Lax.not(done));
        return new Search<>(count, middle, decreaseError, s.found, done, failed, low, high, third, safe,
                at.gradient(), choose(isSafe, at.gradient(), s.safeGradient));
    }

    private static Array inside(Array x, Array left, Array right, Array margin) {
        return Lax.bitwiseAnd(x.gt(left.add(margin)), x.lt(right.sub(margin)));
    }

    /// The minimum of the cubic through three places with the slope of the first.
    private static Array cubicMinimum(Place a, Place b, Place c) {
        var db = b.rate.sub(a.rate);
        var dc = c.rate.sub(a.rate);
        var denominator = Lax.square(db.mul(dc)).mul(db.sub(dc));
        var fb = b.value.sub(a.value).sub(a.slope.mul(db));
        var fc = c.value.sub(a.value).sub(a.slope.mul(dc));
        var cube = Lax.square(dc).mul(fb).sub(Lax.square(db).mul(fc)).div(denominator);
        var square = Lax.square(db).mul(db).mul(fc).sub(Lax.square(dc).mul(dc).mul(fb)).div(denominator);
        var root = Lax.sqrt(Lax.square(square).sub(cube.mul(a.slope).mul(3)));
        return a.rate.add(root.sub(square).div(cube.mul(3)));
    }

    /// The minimum of the parabola through two places with the slope of the first.
    private static Array quadraticMinimum(Place a, Place b) {
        var db = b.rate.sub(a.rate);
        var square = b.value.sub(a.value).sub(a.slope.mul(db)).div(Lax.square(db));
        return a.rate.sub(a.slope.div(square.mul(2)));
    }
}
