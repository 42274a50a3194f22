import dev.solstice.array.*;
import dev.solstice.core.*;
import dev.solstice.nn.*;
import dev.solstice.random.*;
import dev.solstice.random.Random;
import static dev.solstice.nn.InferenceMode.*;
import static dev.solstice.nn.Losses.*;
Key key = Key.of(0);
Key k0 = key.split(2)[0], k1 = key.split(2)[1];
