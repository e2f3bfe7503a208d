// How the library `KeyboundC` is linked stands with this target in the manifest, so that it is for that one product, and
// not for tests that depend on the module. The functions that it exports stand in `keybound.map`: one that nobody defines
// is an error of the linker.
