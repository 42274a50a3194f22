Array x = Array.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
