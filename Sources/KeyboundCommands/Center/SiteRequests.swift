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

    /// A request by its name. If the same was begun before, it has the ID of that time.
    /// - Parameter request: all of it but for PINs, with an ID of its own.
    func begin(_ name: String, _ request: JSONObject) throws -> RequestID {
        let own = request.asked
        if let known = try? folder.read(name + ".json", atMost: Self.limit),
            let claims = try? Claims(parsing: known), claims.object.asked == own,
            let text = try? claims.string("requestID"), let id = RequestID(text)
        {
            return id
        }
        guard case .string(let text)? = request["requestID"], let id = RequestID(text) else {
            preconditionFailure("a request has an ID")
        }
        do throws(FileError) {
            try folder.create(mode: 0o700)
            try folder.replace(name + ".json", with: request.file, mode: 0o600)
        } catch {
            throw StoreError.file(error)
        }
        return id
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

extension JSONObject {
    /// What is asked for, whatever is known of other licenses.
    fileprivate var asked: JSONObject {
        var object = self
        object["requestID"] = nil
        object["revocationsKnown"] = nil
        return object
    }
}
