import CenterClient
import CommandLineFront
import FileSystem
import Foundation
import HTTPAsking
import LicenseBinding
import LicenseStore
import VerdictText

/// The center that was asked last: `center.json` in the store, with the file of its roots if one was named.
struct KnownCenter: Equatable {
    private static let (name, limit) = ("center.json", 4096)

    let address: ServerAddress
    let roots: String?

    init(address: ServerAddress, roots: String?) {
        self.address = address
        self.roots = roots.map { URL(filePath: $0).path }
    }

    /// - Returns: nothing if none was asked yet, or the file cannot be read.
    init?(in store: LicenseStore) {
        guard let file = try? store.own.read(Self.name, atMost: Self.limit),
            let claims = try? Claims(parsing: file), let url = try? claims.text("url"),
            let address = ServerAddress(url)
        else { return nil }
        self.address = address
        roots = (try? claims.string("roots")) ?? nil
    }

    /// What cannot be kept is named anew the next time.
    func remember(in store: LicenseStore) {
        guard KnownCenter(in: store) != self else { return }
        let json = JSONObject([
            "url": .string(address.description), "roots": roots.map { .string($0) },
        ])
        do throws(FileError) {
            try store.own.create()
            try store.own.replace(Self.name, with: json.file)
        } catch {
            Console.note("the center was not remembered: \(error.text)")
        }
    }
}
