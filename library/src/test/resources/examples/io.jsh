import dev.solstice.io.*;
Path folder = Files.createTempDirectory("examples");
Linear model = Linear.of(2, 3, Key.of(0));
