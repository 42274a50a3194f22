package dev.solstice.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BufferTest {
    @Property(tries = 200)
    void aSizeClassHoldsItsBytesAndWastesLittle(@ForAll @LongRange(min = 0, max = 1L << 40) long bytes) {
        long capacity = Blocks.capacity(Blocks.sizeClass(bytes));
        assertTrue(capacity >= bytes && capacity <= Math.max(64, bytes + bytes / 4), bytes + " -> " + capacity);
    }

    @Test
    void memoryIsAlignedAndOfTheAskedLength() {
        for (long bytes : new long[] {0, 1, 63, 64, 65, 4096, 1_000_003}) {
            Buffer buffer = Buffer.zeros(bytes);
            assertEquals(bytes, buffer.segment().byteSize());
            assertEquals(0, buffer.segment().address() % 64);
        }
        assertThrows(IllegalArgumentException.class, () -> Buffer.allocate(-1));
    }

    @Test
    void aReleasedBlockIsReusedAndItsBufferRefusesToBeRead() {
        Buffer first = Buffer.allocate(777_777);
        long address = first.segment().address();
        first.release();
        first.release();
        assertTrue(first.isReleased());
        assertThrows(IllegalStateException.class, first::segment);
        Buffer second = Buffer.allocate(777_777);
        assertEquals(address, second.segment().address());
        Buffer third = Buffer.allocate(777_777);
        assertFalse(third.segment().address() == address, "released twice, but handed out once");
    }

    @Test
    void foreignMemoryIsNeitherCountedNorReleased() {
        long live = MemoryBudget.live();
        Buffer buffer = Buffer.of(MemorySegment.ofArray(new float[100]));
        assertEquals(live, MemoryBudget.live());
        buffer.release();
        assertEquals(400, buffer.segment().byteSize());
    }

    @Test
    void memoryOfForgottenBuffersComesBackBeforeTheBudgetEnds() {
        long before = MemoryBudget.limit();
        try {
            MemoryBudget.limit(MemoryBudget.live() + (64L << 20));
            for (int i = 0; i < 100; i++) {
                Buffer.allocate(10 << 20).segment().set(ValueLayout.JAVA_INT, 0, i); // 1 GB in all, nothing kept
            }
            Buffer kept = Buffer.allocate(40 << 20);
            // Other tests' garbage counts too until it is collected: what is sure is the buffer that is kept.
            long tooMuch = MemoryBudget.limit() - (39 << 20);
            var error = assertThrows(MemoryBudget.ExceededException.class, () -> Buffer.allocate(tooMuch));
            assertTrue(error.getMessage().contains("does not fit") && error.getMessage().contains("solstice.memory.budget"), error.getMessage());
            assertEquals(40 << 20, kept.segment().byteSize());
        } finally {
            MemoryBudget.limit(before);
        }
    }

    @Test
    void aSegmentAloneKeepsItsMemory() throws InterruptedException {
        MemorySegment segment = Buffer.zeros(5_000_001).segment();
        System.gc();
        Thread.sleep(50);
        Buffer other = Buffer.allocate(5_000_001);
        assertFalse(other.segment().address() == segment.address());
        assertEquals(0, segment.get(ValueLayout.JAVA_BYTE, 5_000_000));
    }

    @Test
    void budgetsAreReadWithTheirSuffixes() {
        assertEquals(6L << 30, MemoryBudget.parse("6g"));
        assertEquals(512L << 20, MemoryBudget.parse("512M"));
        assertEquals(1000, MemoryBudget.parse("1000"));
        for (String wrong : new String[] {"", "g", "-1", "0", "1t"}) {
            assertThrows(IllegalArgumentException.class, () -> MemoryBudget.parse(wrong));
        }
    }
}
