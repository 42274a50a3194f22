package dev.solstice.kernel.live;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Progress bars for loops, and displays that change in place.
public final class Progress {
    private Progress() {
    }

    /// Shows how far the loop over these is.
    ///
    /// ```java
    /// for (var batch : progress(batches)) train(batch);
    /// ```
    public static <T> ProgressBar<T> progress(Iterable<T> steps) {
        return new ProgressBar<>(steps, steps instanceof Collection<?> known ? known.size() : -1);
    }

    /// @see #progress(Iterable)
    public static <T> ProgressBar<T> progress(T[] steps) {
        return progress(Arrays.asList(steps));
    }

    /// The same for a loop that can be run once and whose end nobody knows.
    public static <T> ProgressBar<T> progress(Iterator<T> steps) {
        return new ProgressBar<>(() -> steps, -1);
    }

    /// A loop over 0, 1, ..., `steps - 1`.
    ///
    /// @throws IllegalArgumentException if there are fewer than 0
    public static ProgressBar<Integer> progress(int steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("expected a number of steps of at least 0, got " + steps);
        }
        return new ProgressBar<>(() -> IntStream.range(0, steps).iterator(), steps);
    }

    /// Shows how many elements have come out of the stream; like the stream itself it can be used once.
    public static <T> Stream<T> progress(Stream<T> elements) {
        var source = elements.spliterator();
        var bar = new ProgressBar<T>(List.of(), source.getExactSizeIfKnown());
        return StreamSupport.stream(new AbstractSpliterator<T>(source.estimateSize(), source.characteristics() & ~Spliterator.SORTED) {
            private boolean begun;

            @Override
            public boolean tryAdvance(Consumer<? super T> action) {
                if (!begun) {
                    begun = true;
                    bar.begin();
                }
                if (source.tryAdvance(element -> {
                    action.accept(element);
                    bar.step();
                })) {
                    return true;
                }
                bar.finish();
                return false;
            }
        }, elements.isParallel()).onClose(elements::close);
    }

    /// @see #progress(Stream)
    public static IntStream progress(IntStream elements) {
        return progress(elements.boxed()).mapToInt(element -> element);
    }

    /// @see #progress(Stream)
    public static LongStream progress(LongStream elements) {
        return progress(elements.boxed()).mapToLong(element -> element);
    }

    /// @see #progress(Stream)
    public static DoubleStream progress(DoubleStream elements) {
        return progress(elements.boxed()).mapToDouble(element -> element);
    }

    /// An output that can be shown again in its place; see [LiveDisplay].
    public static LiveDisplay live() {
        return new LiveDisplay();
    }
}
