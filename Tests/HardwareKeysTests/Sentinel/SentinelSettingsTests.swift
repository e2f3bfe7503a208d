import HASP
import LicenseBinding
import PlainHTTP
import Testing

@testable import HardwareKeys

struct SentinelSettingsTests {
    private func settings(_ members: String) throws -> SentinelSettings {
        try SentinelSettings(
            parsing: Array(#"{"format": "keybound sentinel 1", \#(members)}"#.utf8))
    }

    @Test func `without anything the run-time of this computer is asked`() throws {
        let settings = try settings(#""runtime": {}"#)
        #expect(settings.runtime.address.description == "127.0.0.1:1947")
        #expect(settings.runtime.address.isLoopback)
        #expect(settings.library == nil)
        #expect(settings.account == nil)
    }

    @Test func `everything that can be set is read`() throws {
        let settings = try settings(
            #""runtime": {"address": "::1", "port": 1948, "user": "admin", "#
                + #""passwordFile": "/etc/password", "account": "hasplm"}, "#
                + #""library": {"path": "/lib.so", "vendorCodeFile": "/code"}"#)
        #expect(settings.runtime.address.description == "[::1]:1948")
        #expect(settings.account == "hasplm")
        #expect(settings.library == .init(path: "/lib.so", vendorCodeFile: "/code"))
    }

    @Test func `another computer is asked only where its address is set, and without a password`()
        throws
    {
        let address = try settings(#""runtime": {"address": "172.17.0.1"}"#).runtime.address
        #expect(!address.isLoopback)
        #expect(throws: Defect.self) {
            try settings(
                #""runtime": {"address": "172.17.0.1", "passwordFile": "/etc/password"}"#)
        }
    }

    @Test(arguments: [
        "", "{}", #"{"format": "keybound sentinel 2"}"#,
        #"{"format": "keybound sentinel 1", "x": 1}"#,
        #"{"format": "keybound sentinel 1", "runtime": []}"#,
        #"{"format": "keybound sentinel 1", "runtime": {"port": 65536}}"#,
        #"{"format": "keybound sentinel 1", "runtime": {"port": "1947"}}"#,
        #"{"format": "keybound sentinel 1", "runtime": {"address": "example.com"}}"#,
        #"{"format": "keybound sentinel 1", "library": {}}"#,
        #"{"format": "keybound sentinel 1", "library": {"path": "/a", "vendorCodeFile": "b"}}"#,
    ])
    func `a file that says something else is refused`(text: String) {
        #expect(throws: Defect.self) { try SentinelSettings(parsing: Array(text.utf8)) }
    }
}
