package dev.solstice.array;

/// Python's slice arithmetic, turned into a slice with a positive step: elements `start`, `start + stride`, ...,
/// `count` of them, in reverse order if `reversed`.
record SliceRange(int start, int stride, int count, boolean reversed) {
    static SliceRange of(Index.Slice slice, int length) {
        int step = slice.step() == null ? 1 : slice.step();
        if (step == 0) {
            throw Mistake.of("the step of a slice cannot be 0");
        }
        if (step > 0) {
            int start = bound(slice.start(), 0, length, 0, length);
            int stop = bound(slice.stop(), length, length, 0, length);
            int count = stop <= start ? 0 : (int) ((stop - (long) start + step - 1) / step);
            return new SliceRange(start, step, count, false);
        }
        int start = bound(slice.start(), length - 1, length, -1, length - 1);
        int stop = slice.stop() == null ? -1 : bound(slice.stop(), -1, length, -1, length - 1);
        int count = start <= stop ? 0 : (int) ((start - (long) stop - step - 1) / -(long) step);
        int first = count == 0 ? 0 : start + (count - 1) * step;
        return new SliceRange(first, step == Integer.MIN_VALUE ? Integer.MAX_VALUE : -step, count, true);
    }

    private static int bound(Integer given, int absent, int length, int low, int high) {
        if (given == null) {
            return absent;
        }
        long position = given < 0 ? (long) given + length : given;
        return (int) Math.max(low, Math.min(high, position));
    }
}
