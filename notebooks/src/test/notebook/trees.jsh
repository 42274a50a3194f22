// The trees of test_tree_view.py: a cell from each "// %% TAG" to the next, executed once by the real kernel.

// %% net
record Net(List<Linear> layers, Layer activation, Map<String, Array> scales, Array steps, String name) {}

Net net(int width) {
    var key = Key.of(0).split(3);
    var scales = new LinkedHashMap<String, Array>();
    for (var name : List.of("plain", "two words", "\"quoted\"", "ünï.code()", "")) scales.put(name, Array.of(1f, 2f, 3f));
    return new Net(List.of(Linear.of(4, width, key[0]), Linear.of(width, width, key[1]), Linear.of(width, 2, key[2])),
        Activation.RELU, scales, Array.of(1, 2, 3), "net");
}

var net = net(16);
Filter first = (path, leaf) -> path.toString().startsWith(".layers().get(0)");
var small = view(net).partition(first).limit(600);
small

// %% net-facts
for (var leaf : Tree.leavesWithPath(net)) {
    var part = first.test(leaf.path(), leaf.value()) ? "T" : !(leaf.value() instanceof Array a) ? "S" : a.dtype().isFloating() ? "F" : "N";
    System.out.println(leaf.path() + "\t" + part + "\t" + (leaf.value() instanceof Array a ? a.size() : 0));
}

// %% mixed
var mixed = new LinkedHashMap<String, Object>();
mixed.put("net", net);
mixed.put("list", List.of(Map.of("deep", Array.of(1f)), new Array[] {Array.of(2f), Array.of(3f)}, Optional.of(Array.of(4f))));
mixed.put("it's", List.of(Array.of(5f), List.of(Array.of(6f), Array.of(7f))));
mixed

// %% nan
record Projection(Linear linear) {}
record Attention(Projection query, Projection key) {}
record Block(Attention attention, Linear up) {}
record Deep(Array embedding, List<Block> blocks) {}

Projection projection(int seed) { return new Projection(Linear.of(8, 8, Key.of(seed))); }

var blocks = new ArrayList<Block>();
for (int i = 0; i < 12; i++) blocks.add(new Block(new Attention(projection(4 * i), projection(4 * i + 1)), Linear.of(8, 16, Key.of(4 * i + 2))));
var sound = new Deep(Random.normal(Key.of(99), 50, 8), blocks);
var broken = Tree.at(sound, m -> m.blocks().get(9).attention().query().linear().weight(), full(Shape.of(8, 8), Float.NaN));
broken

// %% hostile
var hostile = new LinkedHashMap<String, Object>();
for (var text : List.of("<img src=x onerror=pwned=1>", "</script><script>pwned=1</script>", "&quot; &amp;", "\" onmouseover=pwned=1 x=\"",
        "\u202egnp.exe", "\ud800 lone", "__proto__", "constructor", "<!--", "]]>", "'; pwned=1; '")) {
    hostile.put(text, List.of(Array.of(1f), text, Map.of(text, Array.of(2f))));
}
hostile.put("megabyte", List.of(Array.of(1f), "x".repeat(1_000_000)));
view(hostile)

// %% hostile-later
view(hostile).limit(20)

// %% mlp
MLP.of(784, 10, 256, 3, Key.of(0))

// %% transformer
record Layer12(MultiheadAttention attention, LayerNorm before, LayerNorm after, Linear up, Linear down) {}
record Transformer(Embedding embed, List<Layer12> blocks, Linear head) {}

var layers = new ArrayList<Layer12>();
for (int i = 0; i < 12; i++) {
    var k = Key.of(i).split(3);
    layers.add(new Layer12(MultiheadAttention.of(8, 256, k[0]), LayerNorm.of(256), LayerNorm.of(256), Linear.of(256, 1024, k[1]), Linear.of(1024, 256, k[2])));
}
new Transformer(Embedding.of(1000, 256, Key.of(90)), layers, Linear.of(256, 1000, Key.of(91)))

// %% ten-thousand
var values = Random.normal(Key.of(5), 10_000, 4, 4);
var outer = new TreeMap<String, Object>();
for (int i = 0; i < 10; i++) {
    var middle = new TreeMap<String, Object>();
    for (int j = 0; j < 10; j++) {
        var inner = new TreeMap<String, Object>();
        for (int k = 0; k < 100; k++) inner.put("leaf" + k, values.get(1000 * i + 100 * j + k));
        middle.put("sub" + j, inner);
    }
    outer.put("group" + i, middle);
}
outer

// %% integers
view(IntStream.range(0, 100_000).boxed().toList())

// %% odd
record Fragile(Array good, List<Array> broken, Object silent) {}
var throwing = new AbstractList<Array>() {
    public Array get(int index) { throw new IllegalStateException("not yet"); }
    public int size() { return 3; }
};
var silent = new Object() { public String toString() { throw new UnsupportedOperationException("silent"); } };
view(new Fragile(Array.of(1f), throwing, silent))

// %% cyclic
var cycle = new ArrayList<Object>(List.of(Array.of(1f)));
cycle.add(cycle);
view(cycle)

// %% shared
var weight = Array.of(1f, 2f, 3f, 4f);
view(Map.of("embed", weight, "head", List.of(weight)))

// %% empty
view(List.of())

// %% statics
record Settings(int width, String name, boolean bias) {}
view(new Settings(3, "<b>", true))

// %% leaf
view(Array.of(1f)); // an array by itself is shown as an array
view((Object) "leaf")

// %% deep
List<Object> nested = List.of(Array.of(1f));
for (int i = 0; i < 10_000; i++) nested = List.of(nested);
view(nested)

// %% heatmap
var ramp = new float[64 * 48];
for (int i = 0; i < ramp.length; i++) ramp[i] = i - 1500;
ramp[3 * 48 + 5] = Float.NaN;
view(Array.of(Shape.of(64, 48), ramp)).heatmap()

// %% tiles
view(arange(2 * 3 * 4 * 4).reshape(2, 3, 4, 4).astype(DType.FLOAT32)).heatmap()

// %% diff
var moved = Tree.at(net, m -> m.layers().get(1).bias(), net.layers().get(1).bias().add(0.5));
view(net).diff(moved)

// %% diff-shape
view(net).diff(Tree.at(net, m -> m.layers().get(2), Linear.of(16, 5, Key.of(8))))

// %% overlay
var arrays = partition(net, isInexactArray()).kept();
var gradient = Tree.map(leaf -> ((Array) leaf).mul(0.25).add(0.01), arrays);
view(net).overlay("grad", gradient)

// %% overlay-facts
double squares = 0;
for (var leaf : Tree.leaves(gradient)) for (double x : ((Array) leaf).astype(DType.FLOAT64).toDoubleArray()) squares += x * x;
System.out.println(Math.sqrt(squares));
