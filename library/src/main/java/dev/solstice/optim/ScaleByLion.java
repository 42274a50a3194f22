package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Optional;

/// The sign of the momentum: every parameter moves by the same amount.
///
/// Source: `optax.scale_by_lion`; X. Chen et al., arXiv 2302.06675.
///
/// @param b1 how much of the momentum is in the sign
/// @param b2 decay of the momentum
/// @param muDtype that the momentum is kept in; the parameter's, if it is empty
/// @param sign what is taken for the sign
public record ScaleByLion(double b1, double b2, Optional<DType> muDtype, Sign sign) implements Optim {
    /// A function of the momentum that is its sign where it is large.
    public interface Sign {
        Array of(Array momentum);

        /// The sign.
        static Sign hard() {
            return Lax::sign;
        }

        /// `tanh(beta * momentum)`.
        static Sign smooth(double beta) {
            return x -> Lax.tanh(x.mul(beta));
        }

        /// The momentum itself up to 1, its sign beyond.
        static Sign refined() {
            return x -> Lax.select(Lax.abs(x).lt(1), x, Lax.sign(x));
        }
    }

    /// @param mu decaying mean of the gradients, with the model's structure
    public record State(Object mu) implements OptState {}

    public ScaleByLion(double b1, double b2) {
        this(b1, b2, Optional.empty(), Sign.hard());
    }

    /// `b1` 0.9, `b2` 0.99.
    public static ScaleByLion of() {
        return new ScaleByLion(0.9, 0.99);
    }

    /// Keeps the momentum in this dtype: float32 for parameters of 16 bits, or bfloat16 to save memory.
    public ScaleByLion withMuDtype(DType dtype) {
        return new ScaleByLion(b1, b2, Optional.of(dtype), sign);
    }

    public ScaleByLion withSign(Sign sign) {
        return new ScaleByLion(b1, b2, muDtype, sign);
    }

    @Override
    public OptState init(Object model) {
        return new State(Parameters.zeros(model, muDtype));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state).mu();
        M updates = Parameters.map(model, x -> sign.of(Moments.mean(b1, x[1], x[0])), gradient, before);
        M mu = Parameters.advance(model, x -> Moments.mean(b2, x[0], x[1]), before, gradient);
        return new Update<>(updates, new State(Parameters.stored(mu, muDtype)));
    }
}
