import FoundationEssentials

/// A JSON Web Signature in compact serialization (RFC 7515, section 7.1), taken apart and not yet
/// believed: only its form was checked.
package struct CompactJWS: Sendable {
    package let header: JSONObject
    package let payload: [UInt8]
    let signature: [UInt8]
    /// `header.payload` as it was signed.
    let signed: ArraySlice<UInt8>

    /// - Parameter text: the document, without a line feed.
    package init(_ text: ArraySlice<UInt8>) throws(Defect) {
        guard !text.isEmpty else { throw .empty }
        let segments = text.split(
            separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard segments.count == 3 else { throw .segments(found: segments.count) }
        var decoded: [[UInt8]] = []
        for (index, segment) in segments.enumerated() {
            guard let bytes = Base64URL.decode(segment) else {
                throw .encoding(segment: index + 1)
            }
            decoded.append(bytes)
        }
        header = try Claims(parsing: decoded[0]).object
        payload = decoded[1]
        signature = decoded[2]
        signed = text[..<segments[1].endIndex]
    }

    /// The one line of a file, which may end in one line feed.
    package static func line(of file: [UInt8], atMost limit: Int) throws(Defect)
        -> ArraySlice<UInt8>
    {
        guard file.count <= limit else { throw .tooLarge(limit: limit) }
        let line = file.last == UInt8(ascii: "\n") ? file.dropLast() : file[...]
        guard !line.isEmpty else { throw .empty }
        guard !line.contains(where: { $0 == 0x0a || $0 == 0x0d }) else { throw .notOneLine }
        return line
    }

    /// Checks the header against the one type and algorithm that are expected.
    /// - Returns: the key that the document names (`kid`).
    func keyID(expecting type: DocumentType) throws(Refusal) -> String {
        let claims = Claims(header)
        let algorithm: String?
        let keyID: String
        do throws(Defect) {
            let found = try claims.string("typ")
            guard found == type.rawValue else {
                throw .type(expected: type.rawValue, found: found)
            }
            guard !claims.has("crit") else { throw .critical(try claims.strings("crit") ?? []) }
            algorithm = try claims.string("alg")
            keyID = try claims.text("kid")
        } catch {
            throw .malformed(error)
        }
        guard algorithm == "EdDSA" else { throw .signatureInvalid(.algorithm(found: algorithm)) }
        return keyID
    }

    package func isSigned(by key: VerifyingKey) -> Bool {
        key.isValid(signature, for: signed)
    }

    /// The claims of a document that just this key has signed, whoever vouches for the key.
    package static func claims(
        of text: [UInt8], as type: DocumentType, by key: VerifyingKey
    ) throws(Refusal) -> Claims {
        let document = try CompactJWS(file: text, as: type)
        return try document.claims(by: key, named: document.keyID(expecting: type))
    }

    /// The one line of a file of this kind.
    init(file: [UInt8], as type: DocumentType) throws(Refusal) {
        do throws(Defect) {
            try self.init(Self.line(of: file, atMost: type.limit))
        } catch {
            throw .malformed(error)
        }
    }

    /// The claims, once they are by this key, which the document has named.
    func claims(by key: VerifyingKey, named: String) throws(Refusal) -> Claims {
        guard named == key.thumbprint else {
            throw .issuerUnknown(.keyMismatch(certified: key.thumbprint, named: named))
        }
        guard isSigned(by: key) else { throw .signatureInvalid(.mismatch) }
        do throws(Defect) {
            return try Claims(parsing: payload)
        } catch {
            throw .malformed(error)
        }
    }

    /// Signs a payload.
    package static func sign(
        _ payload: JSONObject, header: JSONObject, with key: some SigningKey
    ) throws -> String {
        try sign(payload, under: encoded(header), with: key)
    }

    /// Signs a payload under a header that was encoded before.
    package static func sign(
        _ payload: JSONObject, under header: String, with key: some SigningKey
    ) throws -> String {
        var text: [UInt8] = []
        text.reserveCapacity(960)
        text += header.utf8
        text.append(UInt8(ascii: "."))
        text += Base64URL.digits(of: payload.compactBytes)
        let signature = try key.signature(for: text)
        text.append(UInt8(ascii: "."))
        text += Base64URL.digits(of: signature)
        return String(decoding: text, as: UTF8.self)
    }

    /// A header as a segment.
    package static func encoded(_ object: JSONObject) -> String {
        Base64URL.encode(object.compactBytes)
    }
}
