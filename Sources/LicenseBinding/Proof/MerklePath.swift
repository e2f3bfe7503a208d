/// Shows that an entry is in a ``MerkleTree`` (an audit path of RFC 6962, section 2.1.1).
package struct MerklePath: Hashable, Sendable {
    /// The most entries of a tree.
    package static let mostEntries = 1 << 20
    private static let mostHashes = 20

    /// The place of the entry, from 0.
    package let index: Int
    /// How many entries the tree has.
    package let size: Int
    /// The hashes beside the way from the entry to the root, 32 bytes each.
    package let hashes: [[UInt8]]

    package init(index: Int, size: Int, hashes: [[UInt8]]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// The root of the tree that the path leads to; nothing if it is no path of such a tree (RFC
    /// 9162, section 2.1.3.2).
    package func root(from entry: [UInt8]) -> [UInt8]? {
        guard 1...Self.mostEntries ~= size, 0..<size ~= index, hashes.count <= Self.mostHashes,
            hashes.allSatisfy({ $0.count == 32 })
        else { return nil }
        var hash = MerkleTree.leaf(entry)
        var rest = hashes[...]
        var (place, last) = (index, size - 1)
        while last > 0 {
            if place % 2 == 1 {
                guard let sibling = rest.popFirst() else { return nil }
                hash = MerkleTree.node(sibling, hash)
            } else if place < last {
                guard let sibling = rest.popFirst() else { return nil }
                hash = MerkleTree.node(hash, sibling)
            }
            (place, last) = (place / 2, last / 2)
        }
        return rest.isEmpty ? hash : nil
    }
}
