import dev.solstice.array.*;
import dev.solstice.core.*;
import dev.solstice.transform.*;
import static dev.solstice.transform.Derivatives.*;
import static dev.solstice.transform.Grad.*;
import static dev.solstice.transform.Jit.*;
import static dev.solstice.transform.Tracing.*;
import static dev.solstice.transform.Vmap.*;
Fn2<Array, Array, Array> f = (x, y) -> x.mul(y);
