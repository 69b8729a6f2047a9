package io.omnihub.desk;

import java.util.List;

/// A list that is short enough to be given whole.
record Items<T>(List<T> items) {}
