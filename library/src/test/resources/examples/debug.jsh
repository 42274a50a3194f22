Array x = Array.of(1f, 2f);
