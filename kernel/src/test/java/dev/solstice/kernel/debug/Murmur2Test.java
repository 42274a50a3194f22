package dev.solstice.kernel.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur2Test {
    /// From ipykernel's `murmur2_x86` with its seed.
    @ParameterizedTest
    @CsvSource({"'', 3990065800", "'a', 2167009006", "'ab', 2805137849", "'abc', 3350977461", "'abcd', 804720481", "'int ü = 1;', 652539371"})
    void isThatOfIpykernel(String text, long hash) {
        assertEquals(hash, Murmur2.hash(text, CellSources.SEED));
    }
}
