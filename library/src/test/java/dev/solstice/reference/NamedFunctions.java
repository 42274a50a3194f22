package dev.solstice.reference;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Activations;
import dev.solstice.nn.Layer;
import dev.solstice.nn.PReLU;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Reductions;
import dev.solstice.numpy.Special;
import dev.solstice.numpy.Statistics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Our functions of one array by the names that they have in Python: `relu`, `jax.nn.relu`, `jnp.tanh`.
final class NamedFunctions {
    private static final List<Class<?>> ROOMS = List.of(Activations.class, Numpy.class, Reductions.class, Statistics.class, Special.class, Lax.class);

    private static final Class<?>[] ONE = {Array.class};

    /// Reductions, which are over all axes if none is given.
    private static final Class<?>[] OVER_AXES = {Array.class, int[].class};

    private NamedFunctions() {}

    /// @return an [Activation] where there is one: its name shows in trees
    static Layer of(String python) {
        var name = LayerCheck.camelCase(python.substring(python.lastIndexOf('.') + 1));
        return switch (name) {
            case "prelu" -> PReLU.of();
            case "swish" -> Activation.SILU;
            case "hardSilu" -> Activation.HARD_SWISH;
            case "ravel", "flatten" -> x -> x.reshape(-1);
            default -> Arrays.stream(Activation.values()).filter(known -> known.toString().equals(name)).map(Layer.class::cast).findFirst()
                    .or(() -> method(name).map(NamedFunctions::layer)).orElseThrow(() -> new NotImplemented("the function " + python));
        };
    }

    private static Optional<Method> method(String name) {
        for (var room : ROOMS) {
            for (var method : room.getMethods()) {
                boolean isOfArray = Modifier.isStatic(method.getModifiers()) && method.getReturnType() == Array.class
                        && (Arrays.equals(method.getParameterTypes(), ONE) || Arrays.equals(method.getParameterTypes(), OVER_AXES));
                if (method.getName().equals(name) && isOfArray) return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    private static Layer layer(Method method) {
        return x -> {
            try {
                return (Array) (method.getParameterCount() == 1 ? method.invoke(null, x) : method.invoke(null, x, new int[0]));
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
