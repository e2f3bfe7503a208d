import CenterProtocol
import CommandLineFront
import FileSystem
import FoundationEssentials
import LicenseBinding
import LicenseStore
import PhoneCodes

/// Requests by phone that wait for their answer, each with the rows that were typed so far: `requests/phone-<license
/// ID>.json`. An interrupted call goes on where it was.
struct PhoneRequests {
    private static let (prefix, suffix, limit) = ("phone-", ".json", 1 << 20)

    private let folder: Folder

    init(in store: LicenseStore) {
        folder = store.own.folder("requests")
    }

    struct Waiting {
        let request: RequestCode
        let document: PhoneDocument
        let termsCode: String
        /// The thumbprint of the publisher's root.
        let publisher: String
        /// The rows of the answer that were typed so far, right or not.
        var rows: [String] = []

        var id: LicenseID { PhoneLicense.id(of: request) }
    }

    /// All of them; what cannot be read is asked for anew.
    func all() -> [Waiting] {
        let names = (try? folder.entries()) ?? []
        return names.filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(Self.suffix) }.sorted()
            .compactMap { name in
                guard let file = try? folder.read(name, atMost: Self.limit) else { return nil }
                return try? Waiting(Claims(parsing: file))
            }
    }

    func keep(_ waiting: Waiting) throws {
        do throws(FileError) {
            try folder.create(mode: 0o700)
            try folder.replace(name(waiting.id), with: waiting.json.file, mode: 0o600)
        } catch {
            throw StoreError.file(error)
        }
    }

    /// The request has its answer.
    func end(_ waiting: Waiting) {
        // What stays behind is a request that has its answer.
        try? folder.remove(name(waiting.id))
    }

    private func name(_ id: LicenseID) -> String { Self.prefix + id.description + Self.suffix }
}

extension PhoneRequests.Waiting {
    init(_ claims: Claims) throws(Defect) {
        let request = try claims.parsed("digits", as: "48 digits") { try? RequestCode($0) }
        self.request = try claims.required("digits", request)
        document = try PhoneDocument(claims.required("document", claims.claims("document")))
        termsCode = try claims.text("termsCode")
        publisher = try claims.text("publisher")
        // What is no row is typed again.
        rows = (try claims.strings("rows") ?? []).prefix(AnswerCode.rowCount).enumerated().map {
            (try? AnswerRow($1, number: $0 + 1)) == nil ? "" : $1
        }
    }

    var json: JSONObject {
        JSONObject([
            "digits": .string(request.text), "document": .object(document.object),
            "termsCode": .string(termsCode), "publisher": .string(publisher),
            "rows": .strings(rows),
        ])
    }

    /// What chance and the clock have added to it.
    var setting: PhoneQuestion.Setting? {
        guard let nonce = try? Claims(document.object).bytes("nonce") else {
            return nil
        }
        return PhoneQuestion.Setting(
            date: document.date, nonce: nonce, salt: document.binding.machine?.salt ?? [])
    }

    /// When it was asked for; a date that is none is no day of any key.
    var day: PhoneDay {
        Timestamp.date(document.date).map { PhoneDay(of: $0) } ?? PhoneDay(of: .distantPast)
    }
}
