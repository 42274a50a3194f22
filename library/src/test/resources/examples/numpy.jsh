Array x = Array.of(new float[][] {{1, 2}, {3, 5}});
