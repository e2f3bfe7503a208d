import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import VerdictText

/// What is wrong with the publisher's keys.
enum HomeError: Error {
    case file(FileError)
    case notAKey(String, Defect)
    case notAPolicy(String, Defect)
    case readableByOthers(String)
    case notASecret(String)
    /// There are PINs, and not the secret under which they are hashed.
    case secretLost(String)
    /// There is a root already: nothing overwrites it.
    case initialized(String)
    case notInitialized(String)
    case certificateExpired(Date)
    /// The key is not the root that this publisher's programs carry.
    case otherRoot(String)
    /// The certificate is for another issuing key: a rotation was cut off.
    case rotationCut(String)
    case certificateRefused(Refusal)
    case refusedEverywhere(Refusal)
}

extension HomeError: ExplainedError {
    var text: String {
        switch self {
        case .file(let error): error.text
        case .notAKey(let path, let defect): "\(path) is no key of ours: \(defect.text)"
        case .notAPolicy(let path, let defect):
            "\(path) does not say which keys are taken: \(defect.text)"
        case .readableByOthers(let path):
            "\(path) can be read by others than its owner; if nobody did: chmod 600 \(path)"
        case .notASecret(let path):
            "\(path) does not hold the secret that it should: bring it back from where it is kept"
        case .secretLost(let path):
            "\(path) is gone, under which the center's PINs are hashed: bring it back from where it is kept. No new "
                + "one was made, since no PIN that was sold would be known under it"
        case .initialized(let path):
            "\(path) holds a publisher's keys already; they were left alone"
        case .notInitialized(let path):
            "\(path) holds no publisher's keys yet: keybound-center init --publisher NAME"
        case .certificateExpired(let end):
            "the issuing key expired on \(Timestamp.text(end)): keybound-center issuer rotate"
        case .otherRoot(let path): "\(path) is not the root of this publisher"
        case .rotationCut(let path):
            "the issuing key in \(path) has no certificate yet: keybound-center issuer rotate"
        case .refusedEverywhere(let refusal):
            "no site would accept it: \(RefusalText(refusal).code): "
                + RefusalText(refusal).found
        case .certificateRefused(let refusal):
            "the issuing key's certificate is not right: \(RefusalText(refusal).found)"
        }
    }
}
