import dev.solstice.array.*;
import dev.solstice.core.*;
Array x = Array.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
