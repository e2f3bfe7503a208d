import CenterClient
import CenterProtocol
import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import LicenseStore
import VerdictText

/// Requests to a center that this site has begun, so that a command that was cut off asks the same again: one file
/// each in `requests`, without PINs.
struct SiteRequests {
    private static let limit = 1 << 20

    private let folder: Folder

    init(in store: LicenseStore) {
        folder = store.own.folder("requests")
    }

    /// A request that waits for its answer.
    struct Waiting {
        let name: String
        let path: String
        /// All of the request but its PIN.
        let request: JSONObject
        /// The root of the publisher that it was sealed to.
        let publisher: String?
        /// The last digits of the PIN.
        let pinEnd: String?
        /// What is to be done with the answer, where that is another request.
        let then: JSONObject?
    }

    /// Begins a request. If the same was begun before, it has the ID of that time.
    func begin(
        _ errand: Errand, then: JSONObject? = nil, sealedTo publisher: String? = nil
    ) throws -> RequestID {
        let id = errand.ownID ?? Self.newID()
        var request = errand.body(id)
        let pin = try? Claims(request).string("pin").map { try PIN($0) }
        request["pin"] = nil
        if errand.ownID == nil, let known = waiting(errand.name),
            known.request.asked == request.asked,
            known.then == then, publisher == nil || known.publisher == publisher, let id = known.id
        {
            return id
        }
        let record = JSONObject([
            "path": .string(errand.path), "request": .object(request),
            "publisher": publisher.map { .string($0) },
            "pinEnd": pin.map { .string(PINLedger.end(of: $0)) },
            "then": then.map { .object($0) },
        ])
        do throws(FileError) {
            try folder.create(mode: 0o700)
            try folder.replace(errand.name + ".json", with: record.file, mode: 0o600)
        } catch {
            throw StoreError.file(error)
        }
        return id
    }

    /// The request of this ID that waits for its answer.
    func waiting(for id: String) -> Waiting? {
        // Without the folder nothing waits.
        let names = (try? folder.entries()) ?? []
        return names.filter { $0.hasSuffix(".json") }.lazy
            .compactMap { waiting(String($0.dropLast(5))) }.first { $0.id?.description == id }
    }

    private func waiting(_ name: String) -> Waiting? {
        // What cannot be read is asked for anew.
        guard let file = try? folder.read(name + ".json", atMost: Self.limit),
            let claims = try? Claims(parsing: file), let path = try? claims.text("path"),
            let request = try? claims.claims("request")
        else { return nil }
        let (then, end) = (try? claims.claims("then"), try? claims.string("pinEnd"))
        return Waiting(
            name: name, path: path, request: request.object,
            publisher: (try? claims.string("publisher")) ?? nil, pinEnd: end, then: then?.object)
    }

    /// The request has its answer.
    func end(_ name: String) {
        // What stays behind is the ID of a request that has its answer.
        try? folder.remove(name + ".json")
    }

    static func newID() -> RequestID {
        guard let id = RequestID(Base64URL.encode(CommandContext.current.random(24))) else {
            preconditionFailure("24 bytes are 32 plain characters")
        }
        return id
    }
}

extension SiteRequests.Waiting {
    fileprivate var id: RequestID? {
        guard case .string(let text)? = request["requestID"] else { return nil }
        return RequestID(text)
    }
}

extension JSONObject {
    /// What is asked for, whatever is known of other licenses.
    fileprivate var asked: JSONObject {
        var object = self
        object["requestID"] = nil
        object["revocationsKnown"] = nil
        return object
    }
}
