/** Under this the stand-in keeps what is its own on a context; app code cannot meet it by accident. */
export const OWN: unique symbol = Symbol("fresh");
