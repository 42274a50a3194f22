import dev.solstice.array.*;
import java.lang.foreign.*;
import java.util.*;
