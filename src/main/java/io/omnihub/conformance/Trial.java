package io.omnihub.conformance;

/// A call by which a platform tries whether an address is the hub's.
///
/// @param what   it is
/// @param wanted what it wants back; empty where it must be refused
public record Trial(String what, Call call, String wanted) {}
