package import CenterProtocol
package import LicenseBinding

/// Why a center gave no answer.
package enum CenterError: Error, Sendable {
    /// The file of a root that the center's certificate is to be by cannot be read.
    case root(path: String)
    /// Nobody answers there, or not in time.
    case unreachable(String)
    /// What answers there is not who it should be.
    case untrusted(String)
    /// The answer is none of a center.
    case malformed(status: Int, Defect?)
    /// The center's own word.
    case refused(CenterProblem)
}
