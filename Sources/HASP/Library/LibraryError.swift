package import FileSystem

/// Why the publisher's HASP API library could not be asked.
package enum LibraryError: Error, Hashable, Sendable {
    case file(FileError)
    /// Somebody else than root and this user could change what is loaded into the process.
    case changeableByOthers(path: String)
    /// The system's loader does not take it.
    case notLoaded(path: String, reason: String)
    case callMissing(path: String, HASPCall)
    case vendorCode(SecretFileError)
    case failed(HASPFailure)
    /// It gave something that no key says of itself.
    case malformed(HASPCall)
    /// It did not come back in time.
    case silent
}
