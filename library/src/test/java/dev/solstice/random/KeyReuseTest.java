package dev.solstice.random;

import static dev.solstice.filter.FilterJit.filterJit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.transform.Fn1;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyReuseTest {
    private static final Fn1<Key, Array> TWICE = key -> Random.normal(key, 2).add(Random.uniform(key, 2));

    @BeforeEach
    void debugKeys() {
        System.setProperty("solstice.debugKeys", "true");
    }

    @AfterEach
    void asBefore() {
        System.clearProperty("solstice.debugKeys");
    }

    @Test
    void aKeyThatIsUsedTwiceIsAnErrorInDebugMode() {
        for (var f : List.of(TWICE, filterJit(TWICE))) {
            var error = assertThrows(IllegalArgumentException.class, () -> f.apply(Key.of(0)));
            assertTrue(error.getMessage().contains("second time; the first was at KeyReuseTest.java"), error.getMessage());
        }
        var key = Key.of(1);
        key.split();
        assertThrows(IllegalArgumentException.class, () -> Random.normal(key, 2));
    }

    @Test
    void freshKeysAreFine() {
        var keys = Key.of(0).split(3);
        for (var key : keys) Random.normal(key, 2);
        var base = Key.of(0);
        for (int step = 0; step < 3; step++) Random.normal(base.foldIn(step), 2);
        assertEquals(2, Random.permutation(Key.of(5), 2).size());
    }

    @Test
    void withoutDebugModeNobodyLooks() {
        System.clearProperty("solstice.debugKeys");
        assertEquals(2, TWICE.apply(Key.of(0)).size());
    }
}
