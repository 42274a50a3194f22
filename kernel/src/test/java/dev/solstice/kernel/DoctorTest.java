package dev.solstice.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @Test
    void aMachineThatRunsTheTestsIsHealthy() {
        var findings = Doctor.findings();
        assertTrue(findings.stream().allMatch(Doctor.Finding::fine), findings::toString);
        assertTrue(findings.stream().anyMatch(finding -> finding.text().startsWith("engine ")), findings::toString);
    }

    @Test
    void aCheckThatFailsIsAProblemWithItsMessage() {
        var finding = Doctor.Finding.of("engine", () -> {
            throw new IllegalStateException("no library for this processor");
        });
        assertEquals("  problem  engine: no library for this processor", finding.toString());
    }

    @Test
    void aCacheThatDoesNotExistYetIsFineWhereItCanBeMade(@TempDir Path folder) throws IOException {
        assertTrue(Doctor.cache(folder.resolve("not/yet")).fine());
    }

    @Test
    void aCacheBelowAFileIsAProblemWithARemedy(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var finding = Doctor.cache(file.resolve("cache"));
        assertFalse(finding.fine());
        assertTrue(finding.text().contains("DJL_CACHE_DIR"), finding.text());
    }
}
