MLP model = MLP.of(2, 1, 8, 1, Key.of(0));
MLP gradient = filterGrad((MLP m) -> m.apply(Array.of(1f, 2f)).sum()).apply(model);
Array x = Random.normal(Key.of(1), 32, 2);
Array y = x.sum(1).reshape(32, 1);
