import dev.solstice.array.*;
import dev.solstice.core.*;
import dev.solstice.data.*;
import java.nio.file.*;
Path digits = Path.of("../notebooks/data/digits.arrow");
