Key key = Key.of(0);
Key k0 = key.split(2)[0], k1 = key.split(2)[1];
