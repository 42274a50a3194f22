package dev.solstice.array;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Native memory of one array: 64-byte aligned, uninitialised, counted against the [MemoryBudget].
///
/// Nobody has to close it. The memory goes back when neither the buffer nor any segment of it is reachable, or
/// earlier by [#release()], which only its sole owner may call (a compiled program at a value's last use).
///
/// ```java
/// Buffer buffer = Buffer.allocate(12);
/// buffer.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 1f);
/// ```
public final class Buffer {
    private final MemorySegment segment;
    private final Blocks.Block block;

    private Buffer(MemorySegment segment, Blocks.Block block) {
        this.segment = segment;
        this.block = block;
    }

    /// A buffer with arbitrary contents.
    ///
    /// @throws IllegalArgumentException if `bytes` is negative
    /// @throws MemoryBudget.ExceededException if the budget is exhausted even after a garbage collection
    public static Buffer allocate(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a buffer cannot have " + bytes + " bytes");
        }
        Blocks.Block block = Blocks.take(bytes);
        // The automatic arena ties the block's life to the segment itself, so that code which holds only the segment
        // (a kernel in the middle of a loop) can never see its memory freed.
        MemorySegment segment = MemorySegment.ofAddress(block.address()).reinterpret(bytes, Arena.ofAuto(), _ -> block.giveBack());
        return new Buffer(segment, block);
    }

    /// A buffer filled with zero bytes.
    public static Buffer zeros(long bytes) {
        Buffer buffer = allocate(bytes);
        buffer.segment.fill((byte) 0);
        return buffer;
    }

    /// A buffer over memory that somebody else owns (an Arrow column, an engine's array). Not counted;
    /// the segment's own scope decides when the memory goes away.
    public static Buffer of(MemorySegment foreign) {
        return new Buffer(foreign, null);
    }

    /// The memory.
    ///
    /// @throws IllegalStateException after [#release()]
    public MemorySegment segment() {
        if (isReleased()) {
            throw Mistake.state("this array's memory was released: it was donated to a compiled function. Use what the function returned, or call it"
                    + " with what is not used afterwards");
        }
        return segment;
    }

    /// Length in bytes.
    public long byteSize() {
        return segment.byteSize();
    }

    /// Gives the memory back now. Calling it again does nothing; foreign memory is left to its owner.
    public void release() {
        if (block != null) {
            block.giveBack();
        }
    }

    /// Whether [#release()] was called.
    public boolean isReleased() {
        return block != null && block.isGivenBack();
    }
}
