/// A file that holds no certificate in PEM.
package struct UnreadableRoots: Error, Hashable {
    package let path: String
}
