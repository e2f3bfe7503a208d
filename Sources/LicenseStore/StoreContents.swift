import FileSystem
import FoundationEssentials
package import LicenseBinding

/// All that a store holds, read and verified once.
package struct StoreContents: Sendable {
    /// A license file: its license, or why there is none.
    package struct Entry: Sendable {
        package let path: String
        package let license: Result<SignedLicense, StoreProblem>

        package init(path: String, license: Result<SignedLicense, StoreProblem>) {
            self.path = path
            self.license = license
        }
    }

    /// Every license once; a second file of the same license is left out.
    package let entries: [Entry]
    private var trust: StoreTrust
    /// For each publisher's root the licenses that were replaced, with what replaced each.
    private let successors: [String: [LicenseID: SignedLicense]]
    /// All files of a license.
    private let paths: [LicenseID: [String]]

    package init(of store: LicenseStore, trusting trust: StoreTrust) {
        var seen: Set<SignedLicense> = []
        var paths: [LicenseID: [String]] = [:]
        entries = store.entries(in: "licenses", readBy: trust.reader).filter { entry in
            guard case .success(let license) = entry.license else { return true }
            paths[license.id, default: []].append(entry.path)
            return seen.insert(license).inserted
        }
        self.paths = paths
        // A removed license that cannot be read any more replaces nothing.
        // Those that were given by phone replace nothing, and are slow to verify.
        let removed = store.entries(in: "removed", but: PhoneLicense.isOne, readBy: trust.reader)
            .compactMap {
                try? $0.license.get()
            }
        self.trust = trust
        successors = Self.successors(among: Array(seen) + removed)
    }

    package init(of store: LicenseStore) {
        self.init(of: store, trusting: StoreTrust(of: store))
    }

    /// Other files of the store that are not what they should be.
    package var problems: [StoreProblem] { trust.problems }

    package var revocations: [String: SignedRevocations] { trust.revocations }

    /// The licenses that can be read.
    package var licenses: [(path: String, license: SignedLicense)] {
        entries.compactMap { entry in
            guard case .success(let license) = entry.license else { return nil }
            return (entry.path, license)
        }
    }

    /// The credentials of all FIDO2 keys that licenses are bound to.
    package var credentials: [KeyCredential] {
        var seen: Set<KeyCredential> = []
        return licenses.flatMap(\.license.binding.credentials).filter { seen.insert($0).inserted }
    }

    /// The license of this ID, and its file.
    package func license(_ id: LicenseID) throws(StoreError) -> (
        path: String, license: SignedLicense
    ) {
        guard let found = licenses.first(where: { $0.license.id == id }) else {
            throw .noLicense(id)
        }
        return found
    }

    /// A license file anywhere else.
    package mutating func entry(at path: String) -> Entry {
        let limit = DocumentType.license.limit
        let content = Result { () throws(FileError) in
            try NamedFile.read(path, atMost: limit)
        }
        return Entry(StoredFile(path: path, content: content), &trust.reader)
    }

    /// Every file of a license, copies too.
    package func paths(of id: LicenseID) -> [String] {
        paths[id] ?? []
    }

    /// The ID of what replaced a license. One that is not valid yet takes no place.
    func successor(of license: SignedLicense, at time: Date) -> LicenseID? {
        guard let successor = successors[license.root]?[license.id],
            successor.notBefore ?? .distantPast <= time
        else { return nil }
        return successor.id
    }

    private static func successors(
        among licenses: [SignedLicense]
    ) -> [String: [LicenseID: SignedLicense]] {
        var successors: [String: [LicenseID: SignedLicense]] = [:]
        for license in licenses {
            for old in license.supersedes where old != license.id {
                successors[license.root, default: [:]][old] = license
            }
        }
        return successors
    }
}

extension LicenseStore {
    /// The license files of a folder, read and verified.
    /// - Parameter isLeftOut: which of them are not looked at.
    fileprivate func entries(
        in name: String, but isLeftOut: @escaping @Sendable ([UInt8]) -> Bool = { _ in false },
        readBy reader: DocumentReader
    ) -> [StoreContents.Entry] {
        let limit = DocumentType.license.limit
        let (files, unlisted) = find(in: name, ending: ".lic", atMost: limit)
        var own = reader
        return unlisted.map { StoreContents.Entry($0, &own) }
            + files.concurrentMap { run in
                var reader = reader
                return run.compactMap { found in
                    let file = found.read()
                    if case .success(let bytes) = file.content, isLeftOut(bytes) { return nil }
                    return StoreContents.Entry(file, &reader)
                }
            }
    }
}

extension StoreContents.Entry {
    init(_ file: StoredFile, _ reader: inout DocumentReader) {
        path = file.path
        switch file.content {
        case .failure(.tooLarge(_, let limit)):
            let refusal = Refusal.malformed(.tooLarge(limit: limit))
            license = .failure(StoreProblem(path: file.path, cause: .refusal(refusal)))
        case .failure(let error):
            license = .failure(StoreProblem(path: file.path, cause: .file(error)))
        case .success(let bytes):
            do throws(Refusal) {
                license = .success(try reader.license(bytes))
            } catch {
                license = .failure(StoreProblem(path: file.path, cause: .refusal(error)))
            }
        }
    }
}
