import FileSystem

/// A publisher's HASP API library, which knows the keys of that publisher alone: loaded at run time, with
/// the publisher's vendor code from a file that only its owner may read.
package struct HASPLibrary: Sendable {
    private let calls: HASPCalls
    /// It ends with 0, as the calls want it.
    private let vendorCode: [UInt8]

    /// - Parameter path: an absolute path; the loader would look for a bare name in places of its own.
    package init(at path: String, vendorCodeFile: String) throws(LibraryError) {
        do throws(SecretFileError) {
            vendorCode = try SecretFile.read(vendorCodeFile) + [0]
        } catch {
            throw .vendorCode(error)
        }
        let place: String
        let isSafe: Bool
        do throws(FileError) {
            place = try NamedFile.resolved(path)
            isSafe = try NamedFile.isChangeableByOthers(place) == false
        } catch {
            throw .file(error)
        }
        guard isSafe else { throw .changeableByOthers(path: place) }
        calls = try HASPCalls(loading: place)
    }

    /// The publisher's keys in this computer, each asked to encrypt and decrypt a fresh block.
    ///
    /// Blocks for as long as the library does.
    package func keys() throws(LibraryError) -> [LibraryKey] {
        let information: KeyInformation
        do throws(HASPFailure) {
            information = unsafe try text(from: .getInfo) { info in
                unsafe calls.getInfo(HASPQuestion.here, HASPQuestion.keys, vendorCode, info)
            }
        } catch {
            guard error.meaning == .absent else { throw .failed(error) }
            return []
        }
        guard information.isXML else { throw .malformed(.getInfo) }
        return information.hardwareKeys.map(key)
    }

    private func key(_ id: UInt64) -> LibraryKey {
        do throws(HASPFailure) {
            let handle = try login(id)
            defer { _ = calls.logout(handle) }
            let information = unsafe try text(from: .sessionInfo) { info in
                unsafe calls.sessionInfo(handle, HASPQuestion.session, info)
            }
            guard information.id ?? id == id else {
                return LibraryKey(id: id, model: nil, check: .wrong(.sessionInfo))
            }
            return LibraryKey(
                id: id, model: information.model, check: try check(handle))
        } catch {
            return LibraryKey(id: id, model: nil, check: .failed(error))
        }
    }

    private func login(_ id: UInt64) throws(HASPFailure) -> UInt32 {
        var handle: UInt32 = 0
        try succeed(.login, unsafe calls.login(0, HASPQuestion.here(id), vendorCode, &handle))
        return handle
    }

    /// A session lives on when its key was pulled; only what the key's engine has to do shows that.
    private func check(_ handle: UInt32) throws(HASPFailure) -> LibraryKey.Check {
        var generator = SystemRandomNumberGenerator()
        let block = (0..<32).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
        var bytes = block
        try succeed(.encrypt, unsafe calls.encrypt(handle, &bytes, UInt32(bytes.count)))
        guard bytes != block else { return .wrong(.encrypt) }
        try succeed(.decrypt, unsafe calls.decrypt(handle, &bytes, UInt32(bytes.count)))
        return bytes == block ? .passed : .wrong(.decrypt)
    }

    /// What a call gives as text, which the library made and takes back.
    private func text(
        from call: HASPCall, _ ask: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> UInt32
    ) throws(HASPFailure) -> KeyInformation {
        var info: UnsafeMutablePointer<CChar>?
        defer { if let info = unsafe info { unsafe calls.free(info) } }
        try succeed(call, unsafe ask(&info))
        return unsafe KeyInformation(info.map { unsafe String(cString: $0) } ?? "")
    }

    private func succeed(_ call: HASPCall, _ code: UInt32) throws(HASPFailure) {
        guard code == HASPStatus.ok.rawValue else { throw HASPFailure(call, code) }
    }
}
