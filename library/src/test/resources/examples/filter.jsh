record Dense(Array weight, Array bias) {}
record Mlp(List<Dense> layers) {
    static Mlp of(int width, Key key) {
        return new Mlp(List.of(new Dense(Random.normal(key, width, 2), Random.normal(key, width))));
    }
    Array apply(Array x) {
        return layers.getLast().weight().matmul(x).add(layers.getLast().bias());
    }
}
Mlp model = Mlp.of(8, Key.of(0));
Array x = Array.of(1f, 2f);
Array batch = Random.normal(Key.of(1), 5, 2);
Key keys = Key.of(2).splitBatch(3);
