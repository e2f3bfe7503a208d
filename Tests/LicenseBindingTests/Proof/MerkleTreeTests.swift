@testable import LicenseBinding
import Testing

struct MerkleTreeTests {
    private static let entries: [[UInt8]] = [
        [], [0], [0x10], [0x20, 0x21], [0x30, 0x31], Array(0x40...0x43), Array(0x50...0x57),
        Array(0x60...0x6f),
    ]

    /// The roots over the first 1 to 8 of these entries, as the logs of Certificate Transparency
    /// (RFC 6962) have them.
    private static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test(arguments: 1...8)
    func `roots are those of RFC 6962`(_ count: Int) {
        let tree = MerkleTree(over: Array(Self.entries.prefix(count)))
        let digits = tree.root.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        #expect(digits.joined() == Self.roots[count - 1])
    }

    @Test(arguments: [1, 2, 3, 7, 8, 9, 500])
    func `every path leads to the root, from its own entry alone`(_ count: Int) {
        let entries = (0..<count).map { [UInt8(truncatingIfNeeded: $0), UInt8($0 / 256)] }
        let tree = MerkleTree(over: entries)
        for (index, entry) in entries.enumerated() {
            let path = tree.path(to: index)
            #expect(path.root(from: entry) == tree.root)
            #expect(path.root(from: entry + [0]) != tree.root)
        }
    }

    @Test func `a path that is none of its tree leads nowhere`() {
        let tree = MerkleTree(over: Self.entries)
        let path = tree.path(to: 3)
        func root(index: Int = 3, size: Int = 8, _ hashes: [[UInt8]]? = nil) -> [UInt8]? {
            MerklePath(index: index, size: size, hashes: hashes ?? path.hashes)
                .root(from: Self.entries[3])
        }
        #expect(root() == tree.root)
        #expect(root(index: -1) == nil)
        #expect(root(index: 8) == nil)
        #expect(root(index: 2) != tree.root)
        #expect(root(size: 0) == nil)
        #expect(root(size: .max) == nil)
        #expect(root(size: 20) == nil)
        #expect(root([]) == nil)
        #expect(root(path.hashes.dropLast()) == nil)
        #expect(root(path.hashes + [path.hashes[0]]) == nil)
        #expect(root(path.hashes.map { Array($0.dropLast()) }) == nil)
        #expect(root(Array(repeating: path.hashes[0], count: 1000)) == nil)
    }
}
