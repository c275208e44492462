using Chatterbox.Server.Operation;

namespace Chatterbox.Tests.Server.Operation;

public sealed class PageOriginTests
{
    [Theory]
    [InlineData("http://localhost:8000", "http://localhost:8000")]
    [InlineData("http://localhost:8000/", "http://localhost:8000")]
    [InlineData("https://Page.Example:443", "https://page.example")]
    [InlineData("http://[::1]:8000", "http://[::1]:8000")]
    [InlineData("tauri://localhost", "tauri://localhost")]
    public void An_origin_is_taken_as_browsers_send_it(string text, string canonical) => Assert.Equal(canonical, PageOrigin.Canonical(text));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("page.example")]
    [InlineData("localhost:8000")]
    [InlineData("/page")]
    [InlineData("http://")]
    [InlineData("http://page.example/app")]
    [InlineData("http://page.example/?a=1")]
    [InlineData("http://page.example/#a")]
    [InlineData("http://me@page.example")]
    [InlineData("file:///home")]
    public void Other_texts_are_none(string text) => Assert.Null(PageOrigin.Canonical(text));
}
