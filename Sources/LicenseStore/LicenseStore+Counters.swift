import FileSystem
package import LicenseBinding

extension LicenseStore {
    private static let counterLimit = 256

    /// The last counter that each of these keys has shown; none of a key that never did. A store that
    /// is only read counts too.
    package func counters(of keys: [KeyID]) -> [KeyID: UInt32] {
        let known = keys.compactMap { key in counter(of: key).map { (key, $0) } }
        return Dictionary(known, uniquingKeysWith: max)
    }

    /// Keeps counters that are higher than what is known.
    package func record(_ counters: [KeyID: UInt32]) throws(StoreError) {
        let folder = own.folder("counters")
        do throws(FileError) {
            for (key, counter) in counters where counter > self.counter(of: key) ?? 0 {
                try folder.create()
                let json = JSONObject(["counter": .integer(Int64(counter))])
                try folder.replace(key.counterFile, with: json.file)
            }
        } catch {
            throw .file(error)
        }
    }

    private func counter(of key: KeyID) -> UInt32? {
        all.compactMap { store in
            // A counter that is lost makes a copy harder to notice, and refuses nobody.
            guard
                let file = try? store.folder("counters").read(
                    key.counterFile, atMost: Self.counterLimit),
                let claims = try? Claims(parsing: file)
            else { return nil }
            return (try? claims.integer("counter", in: 0...Int64(UInt32.max)))?.map(UInt32.init)
        }.max()
    }
}

extension KeyID {
    fileprivate var counterFile: String {
        PercentEncoding.encode(description) + ".json"
    }
}
