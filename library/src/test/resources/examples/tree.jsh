import dev.solstice.core.*;
import dev.solstice.tree.*;
import java.util.*;
record Linear(Array weight, Array bias, int inFeatures) {}
record Dropout(double p, boolean inference) {}
record Mlp(List<Linear> layers, Dropout dropout, Linear out) {}
record Complex(Object real, Object imaginary) {}
Linear linear = new Linear(Array.of(1f, 2f), Array.of(3f), 2);
Mlp model = new Mlp(List.of(linear, linear), new Dropout(0.5, false), linear);
Array newWeight = Array.of(4f, 5f);
Linear newLayer = linear;
Array replacement = newWeight;
Mlp a = model;
Mlp b = model;
