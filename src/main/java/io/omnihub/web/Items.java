package io.omnihub.web;

import java.util.List;

/// A list that is short enough to be given whole.
public record Items<T>(List<T> items) {}
