/// The calls of the HASP API that are made, by their names in the library.
package enum HASPCall: String, CaseIterable, Sendable {
    case getInfo = "hasp_get_info"
    case login = "hasp_login_scope"
    case sessionInfo = "hasp_get_sessioninfo"
    case encrypt = "hasp_encrypt"
    case decrypt = "hasp_decrypt"
    case logout = "hasp_logout"
    case free = "hasp_free"
}

/// A call that did not succeed.
package struct HASPFailure: Error, Hashable, Sendable {
    package let call: HASPCall
    package let code: UInt32

    package init(_ call: HASPCall, _ code: UInt32) {
        self.call = call
        self.code = code
    }

    /// Nothing for a number that is not known.
    package var status: HASPStatus? { HASPStatus(rawValue: code) }

    /// What it says of the key; a number that is not known says nothing good.
    package var meaning: HASPStatus.Meaning { status?.meaning ?? .unexpected }
}
