package import FileSystem
package import LicenseBinding

/// What could not be done with the store.
package enum StoreError: Error, Hashable, Sendable {
    case file(FileError)
    /// Another license with this ID is there: the store replaces none.
    case otherLicense(LicenseID, path: String)
    case noLicense(LicenseID)
    /// The license belongs to a store that this user only reads.
    case notOwn(LicenseID, path: String)
    /// A list with a higher number is there.
    case olderRevocations(known: Int64, given: Int64)
}

/// A file of the store that is not what it should be.
package struct StoreProblem: Error, Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        case file(FileError)
        case defect(Defect)
        case refusal(Refusal)
    }

    package let path: String
    package let cause: Cause

    package init(path: String, cause: Cause) {
        self.path = path
        self.cause = cause
    }
}
