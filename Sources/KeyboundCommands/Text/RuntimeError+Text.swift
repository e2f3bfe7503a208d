import CommandLineFront
import FileSystem
import Foundation
import HASP
import PlainHTTP
import VerdictText

extension RuntimeError {
    /// What happened when the run-time at this address was asked.
    func text(at address: ServiceAddress) -> String {
        switch self {
        case .unreachable(let code):
            "no run-time takes a connection at \(address): \(String(cString: strerror(code)))"
        case .silent: "the run-time at \(address) does not answer within a second"
        case .tooLarge(let limit):
            "what answers at \(address) says more than \(limit) bytes, so it is no run-time"
        case .malformed: "what answers at \(address) is no run-time, or its answer broke off"
        case .unauthorized:
            "the run-time at \(address) wants a user and a password: put them into "
                + "\(SiteSentinels.file)"
        case .stranger:
            "what answers at \(address) wants the password and is not of root, nor of the account that "
                + "\(SiteSentinels.file) names"
        case .http(let status): "the run-time at \(address) answers with the HTTP status \(status)"
        case .refused(let code): "the run-time at \(address) answers with its own error \(code)"
        case .password(let error): "the run-time's password cannot be used: \(error.text)"
        }
    }
}

extension SecretFileError {
    var text: String {
        switch self {
        case .file(.failed(_, path: let path, errno: EACCES)):
            "only root or the owner of \(path) may read it"
        case .file(let error): error.text
        case .notPrivate(let path): "\(path) can be read by others than its owner"
        case .empty(let path): "\(path) is empty"
        }
    }
}
