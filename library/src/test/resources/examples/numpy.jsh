import dev.solstice.core.*;
import static dev.solstice.numpy.Numpy.*;
Array x = Array.of(new float[][] {{1, 2}, {3, 5}});
