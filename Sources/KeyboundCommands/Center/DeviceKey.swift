import CommandLineFront
import Crypto
import FileSystem
import Foundation
import LicenseBinding
import LicenseStore

/// The computer's own key: `device.key` (0600) in the store, by which it shows a center that it is the same computer.
struct DeviceKey: SigningKey {
    private static let (name, limit) = ("device.key", 4096)

    private let key: Curve25519.Signing.PrivateKey
    let publicKey: VerifyingKey

    /// The key of this store, which is made when it is needed first.
    init(of store: LicenseStore) throws {
        let folder = store.own
        do throws(FileError) {
            if !folder.has(Self.name) {
                try folder.create()
                let new = Curve25519.Signing.PrivateKey()
                try folder.add(
                    Self.name,
                    with: Array((Base64URL.encode(new.rawRepresentation) + "\n").utf8),
                    mode: 0o600)
            }
        } catch {
            throw StoreError.file(error)
        }
        let path = folder.path(of: Self.name)
        let text = String(
            decoding: try NamedFile.read(path, atMost: Self.limit), as: UTF8.self)
        guard let bytes = Base64URL.decode(text.trimmingCharacters(in: .newlines)),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes),
            let publicKey = VerifyingKey(Array(key.publicKey.rawRepresentation))
        else {
            throw CommandFailure(
                "\(path) does not hold the computer's key; without it, remove the file")
        }
        self.key = key
        self.publicKey = publicKey
    }

    func signature(for message: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: message))
    }
}
