import Crypto

/// A hash tree over entries (RFC 6962, section 2.1): its root commits to all of them, and a short
/// path shows that one of them is in it.
package struct MerkleTree: Sendable {
    /// The hashes of each level, from the leaves to the root.
    private let levels: [[[UInt8]]]

    /// - Parameter entries: at least one.
    package init(over entries: [[UInt8]]) {
        precondition(!entries.isEmpty, "a tree has at least one leaf")
        var levels = [entries.map(Self.leaf)]
        while let level = levels.last, level.count > 1 {
            levels.append(
                stride(from: 0, to: level.count, by: 2).map { place in
                    // The last one of an odd level goes up as it is.
                    place + 1 < level.count
                        ? Self.node(level[place], level[place + 1]) : level[place]
                })
        }
        self.levels = levels
    }

    package var root: [UInt8] { levels[levels.count - 1][0] }

    package func path(to index: Int) -> MerklePath {
        var hashes: [[UInt8]] = []
        var place = index
        for level in levels.dropLast() {
            let sibling = place ^ 1
            if sibling < level.count { hashes.append(level[sibling]) }
            place /= 2
        }
        return MerklePath(index: index, size: levels[0].count, hashes: hashes)
    }

    static func leaf(_ entry: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: [0] + entry))
    }

    static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: [1] + left + right))
    }
}
