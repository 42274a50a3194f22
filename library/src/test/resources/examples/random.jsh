import dev.solstice.core.*;
import dev.solstice.random.*;
import dev.solstice.random.Random;
