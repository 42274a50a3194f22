package dev.solstice.kernel.debug;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The numbers by which a front end asks for frames and for what is inside a value. Valid until all threads go on.
final class References {
    private final Map<Integer, Contents> contents = new HashMap<>();
    private final Map<Integer, Frame> frames = new HashMap<>();
    private int last;

    /// @return 0 for nothing
    synchronized int of(Contents inside) {
        if (inside.size() == 0) {
            return 0;
        }
        contents.put(++last, inside);
        return last;
    }

    synchronized int of(Frame frame) {
        frames.put(++last, frame);
        return last;
    }

    synchronized Optional<Contents> contents(int reference) {
        return Optional.ofNullable(contents.get(reference));
    }

    synchronized Optional<Frame> frame(int reference) {
        return Optional.ofNullable(frames.get(reference));
    }

    synchronized void clear() {
        contents.clear();
        frames.clear();
    }
}
